package org.techrace.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.techrace.access.Access;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.toml.TomlMapper;

/// What `techrace.toml` in a project's folder says. A setting that is not known is an error, not
/// passed over.
///
/// @param sandbox what runs may open beyond the project
public record Settings(Sandbox sandbox) {
  /// The name of the file.
  public static final String FILE = "techrace.toml";

  /// Reads the settings of a project; the defaults if it has no such file.
  ///
  /// @param project the project's folder
  /// @throws IOException if the file cannot be read, or has a setting that is not known or wrong
  public static Settings read(Path project) throws IOException {
    Access access = Access.none().allowReading(project);
    try (InputStream in = access.file(project.resolve(FILE)).stream()) {
      SettingsTable all = new SettingsTable("", TomlMapper.shared().readTree(in));
      all.allowOnly(Set.of("sandbox"));
      return new Settings(Sandbox.of(all.table("sandbox"), project));
    } catch (NoSuchFileException e) {
      return new Settings(Sandbox.CLOSED);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new IOException(
          "%s:%d:%d: this is not TOML: %s"
              .formatted(FILE, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
          e);
    }
  }
}
