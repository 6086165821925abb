/// GeoSPARQL's functions on geometries in WKT (OGC GeoSPARQL 1.1, section 8).
@NullMarked
package org.techrace.geo;

import org.jspecify.annotations.NullMarked;
