package org.techrace.access;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JDBC drivers of the tool, and the drivers and other services in the folder `plugins/` of a
/// project.
final class Drivers {
  /// The class loaders of the folders used so far. A driver keeps its class loader alive.
  private static final Map<Path, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  private Drivers() {}

  /// Connects to a database.
  ///
  /// @param folder the folder with jars of more drivers, or null
  static Connection connect(String url, String user, String password, @Nullable Path folder)
      throws SQLException {
    Properties login = new Properties();
    if (!user.isEmpty()) {
      login.put("user", user);
      login.put("password", password);
    }
    if (folder != null && Files.isDirectory(folder)) {
      for (Driver driver :
          ServiceLoader.load(
              Driver.class, LOADERS.computeIfAbsent(folder.toAbsolutePath(), Drivers::loader))) {
        if (driver.acceptsURL(url)) {
          @Nullable Connection connection = driver.connect(url, login);
          if (connection != null) {
            return connection;
          }
        }
      }
    }
    return DriverManager.getConnection(url, login);
  }

  /// Returns the implementations of a service in the jars of a folder.
  ///
  /// @throws java.util.ServiceConfigurationError if one cannot be created
  static <S> List<S> services(Class<S> service, Path folder) {
    ClassLoader loader = LOADERS.computeIfAbsent(folder.toAbsolutePath(), Drivers::loader);
    return ServiceLoader.load(service, loader).stream()
        .filter(provider -> loader.equals(provider.type().getClassLoader()))
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static ClassLoader loader(Path folder) {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException _) {
      // A folder that cannot be read has no drivers.
    }
    return new URLClassLoader(jars.toArray(URL[]::new), Drivers.class.getClassLoader());
  }
}
