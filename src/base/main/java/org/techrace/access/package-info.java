/// The sandbox: all files, downloads and databases that a mapping or a project can name are opened
/// here.
///
/// - [org.techrace.access.Access] knows what a run may open, and opens it;
/// - [org.techrace.access.ReadableFile] is a file together with the access that allows it; readers
///   of tables receive it instead of a path;
/// - [org.techrace.access.Web] is the HTTP client for the allowed hosts.
///
/// Commands create an `Access` from options and settings, and pass it on to the engine. A refusal
/// is a [org.techrace.access.RefusedException] whose message names the option that allows the
/// access:
///
/// ```java
/// Access access = Access.none().allowReading(folder);
/// String mapping = access.file(folder.resolve("mapping.ttl")).text();
/// ```
@NullMarked
package org.techrace.access;

import org.jspecify.annotations.NullMarked;
