package org.techrace.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.techrace.TemporaryFolder;

/// Debian's Chromium without a screen, controlled by its chromedriver. It can reach only this
/// machine; [#outsideRequests] returns requests to other hosts.
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final Dimension DESK = new Dimension(1280, 900);
  private static final Pattern REQUESTED =
      Pattern.compile("\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]+)\"");

  private final ChromeDriver driver;
  private final TemporaryFolder temporary;

  private Browser(ChromeDriver driver, TemporaryFolder temporary) {
    this.driver = driver;
    this.temporary = temporary;
  }

  /// Reports whether Chromium and its driver are installed.
  static boolean present() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser start() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost");
    options.setCapability("goog:loggingPrefs", logs);
    TemporaryFolder temporary = TemporaryFolder.make("browser");
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", temporary.path().toString()));
    options.setExperimentalOption(
        "perfLoggingPrefs", Map.of("enableNetwork", true, "enablePage", false));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .withEnvironment(Map.of("TMPDIR", temporary.path().toString()))
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options), temporary);
    try {
      // axe-core reads the colours of thousands of cells; a busy machine needs more than 30 s.
      browser.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
      browser.driver.manage().window().setSize(DESK);
      return browser;
    } catch (RuntimeException e) {
      browser.close();
      throw e;
    }
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  URI address() {
    return URI.create(Objects.requireNonNull(driver.getCurrentUrl()));
  }

  String title() {
    return Objects.requireNonNull(driver.getTitle());
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /// Returns the number of pixels by which the page is wider than the window.
  Object overflow() {
    return Objects.requireNonNull(
        script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"));
  }

  /// Waits until an element is shown. The time limit is generous: it only detects pages that never
  /// load.
  WebElement await(String css) {
    return await(
        css + " is shown on " + driver.getCurrentUrl(),
        () -> all(css).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
  }

  /// Waits until a condition returns a value.
  <T> T await(String what, Supplier<@Nullable T> condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      try {
        T found = condition.get();
        if (found != null && !Boolean.FALSE.equals(found)) {
          return found;
        }
        Thread.sleep(30);
      } catch (StaleElementReferenceException e) {
        // The page has replaced the element; search again.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    screenshot("failed");
    throw new AssertionError("waited in vain until " + what);
  }

  /// Waits for a file that the page saves, and moves it into a folder.
  Path saved(String name, Path into) throws IOException {
    Path file = temporary.path().resolve(name);
    await(name + " is saved", () -> Files.exists(file));
    return Files.move(file, into.resolve(name));
  }

  /// Moves the pointer over an element.
  void rest(WebElement element) {
    new Actions(driver).moveToElement(element).perform();
  }

  /// Presses a key on the focused element.
  void press(CharSequence key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /// Returns the focused element.
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /// Runs a script in the page.
  @Nullable Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /// Runs a script that calls its last argument when it is done.
  @Nullable Object asyncScript(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /// Resizes the window to a desktop.
  void desk() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /// Resizes the window to a small phone: 375 by 812 pixels.
  void phone() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 375, "height", 812, "deviceScaleFactor", 1, "mobile", true));
  }

  /// Sets whether the processor is six times slower and no file of the site is in the cache.
  void slow(boolean slow) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", slow));
    driver.executeCdpCommand("Emulation.setCPUThrottlingRate", Map.of("rate", slow ? 6 : 1));
  }

  /// Sets whether the reader prefers dark pages.
  void dark(boolean dark) {
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /// Enables or disables JavaScript.
  void scripts(boolean run) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  /// Saves a screenshot in `target/screenshots`.
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until each picture of the page that is visible is drawn, and the editor has replaced the
  /// form of the workbench.
  void awaitDrawn() {
    await(
        "the page is drawn",
        () ->
            all("figure.view:not([hidden]):not([data-drawn]), form.ask:not(.live),"
                    + " [aria-busy=true]")
                .isEmpty());
  }

  /// Waits until a view is drawn: shapes, or pixels on a canvas.
  void awaitDrawing() {
    await(
        "something is drawn on " + driver.getCurrentUrl(),
        () ->
            script(
                """
                const painted = canvas => canvas.getContext("2d")
                  .getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte !== 0);
                return document.querySelectorAll(".drawing svg path").length > 2
                  || document.querySelector(".drawing svg[role=img] path") !== null
                  || document.querySelector(".sides-of svg path[d]") !== null
                  || [...document.querySelectorAll(".drawing canvas")].some(painted);
                """));
  }

  /// Returns the errors in the page's console since the last call: scripts, loading, and violations
  /// of the security policy.
  List<String> complaints() {
    return entries(LogType.BROWSER)
        .filter(entry -> entry.getLevel().equals(Level.SEVERE))
        .map(LogEntry::getMessage)
        .toList();
  }

  /// Returns the addresses on other machines that pages requested since the last call.
  List<String> outsideRequests() {
    return entries(LogType.PERFORMANCE)
        .map(entry -> REQUESTED.matcher(entry.getMessage()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .filter(url -> !url.matches("(http://localhost[:/].*|data:.*|blob:.*|about:.*)"))
        .toList();
  }

  private Stream<LogEntry> entries(String log) {
    return StreamSupport.stream(driver.manage().logs().get(log).spliterator(), false);
  }

  /// Returns how much the content of the page has moved since it was opened: the sum of its layout
  /// shifts. Up to 0.1 is good for readers, above 0.25 poor.
  double layoutShift() {
    Object shift =
        asyncScript(
            """
            const done = arguments[arguments.length - 1];
            const told = () => {
              const observer = new PerformanceObserver(() => {});
              observer.observe({ type: "layout-shift", buffered: true });
              done(observer.takeRecords().filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0));
            };
            requestAnimationFrame(() => requestAnimationFrame(told));
            """);
    return ((Number) Objects.requireNonNull(shift)).doubleValue();
  }

  /// Scrolls to the end of the page, a window at a time.
  void scrollThrough() {
    asyncScript(
        """
        const done = arguments[arguments.length - 1];
        const further = () => {
          const before = scrollY;
          scrollBy(0, innerHeight);
          requestAnimationFrame(() => requestAnimationFrame(() => scrollY > before ? further() : done(0)));
        };
        further();
        """);
  }

  /// Returns how many bytes the page and the files that it has loaded have, compressed as they are
  /// sent.
  long bytesSent() {
    Object bytes =
        script(
            """
            return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
              .reduce((sum, one) => sum + one.encodedBodySize, 0);
            """);
    return ((Number) Objects.requireNonNull(bytes)).longValue();
  }

  /// Returns the targets that are hard to hit (WCAG 2.2, 2.5.8): those of less than 24 by 24 pixels
  /// where a circle of 24 pixels around the centre meets another target. Links in a sentence are
  /// exempt. The rule of axe-core takes half a minute on pages with a thousand links.
  List<String> smallTargets() {
    Object found =
        script(
            """
            const inSentence = one => {
              if (getComputedStyle(one).display !== "inline") return false;
              let block = one.parentElement;
              while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
              const links = [...block.querySelectorAll("a, button")].reduce((sum, link) => sum + link.textContent.length, 0);
              return block.textContent.replace(/\\s+/g, " ").trim().length - links > 2;
            };
            const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, textarea")]
              .filter(one => !one.closest("svg, .skip") && one.checkVisibility())
              .map(one => ({ one, box: one.getBoundingClientRect() }))
              .filter(({ box }) => box.width > 0 && box.height > 0 && box.right > 0)
              .map(({ one, box }) => ({ one, box, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, small: box.width < 23.9 || box.height < 23.9 }));
            const meets = (a, b) => b.small ? Math.hypot(a.x - b.x, a.y - b.y) < 23.9
              : Math.hypot(a.x - Math.max(b.box.left, Math.min(b.box.right, a.x)), a.y - Math.max(b.box.top, Math.min(b.box.bottom, a.y))) < 11.9;
            return all.filter(a => a.small && !inSentence(a.one) && all.some(b => b !== a && !a.one.contains(b.one) && !b.one.contains(a.one) && meets(a, b)))
              .slice(0, 8).map(({ one, box }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
            """);
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /// Returns the serious and critical accessibility violations that axe-core finds on the page, and
  /// [#smallTargets].
  List<String> barriers() {
    return Stream.concat(
            barriers("{ resultTypes: ['violations'] }").stream(), smallTargets().stream())
        .toList();
  }

  /// Returns only the contrast violations, which depend on the colour scheme.
  List<String> faintTexts() {
    return barriers("{ runOnly: ['color-contrast'] }");
  }

  private List<String> barriers(String options) {
    if (!Boolean.TRUE.equals(script("return typeof axe === 'object'"))) {
      script(axe());
    }
    Object found =
        asyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, %s).then(result => done(result.violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => v.id + ': ' + v.nodes.slice(0, 5).map(n => n.html.slice(0, 160) + ' ' +
                n.any.map(a => a.message).join(' ')).join(' | '))), e => done([String(e)]));
            """
                .formatted(options));
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    String path = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (var file = Objects.requireNonNull(Browser.class.getResourceAsStream(path), path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    temporary.close();
  }
}
