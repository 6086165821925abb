package org.techrace;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Marks a test class that asks the one [ServedProject]. It is handed to constructors and methods;
/// no two such classes run at the same time, because the server counts its clients' requests.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServedProject.Resolver.class)
@ResourceLock(ServedProject.LOCK)
public @interface UsesServedProject {}
