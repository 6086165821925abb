package org.techrace.mapping;

import java.util.Optional;
import org.techrace.report.Place;

/// Makes RDF terms from an iteration (RML-Core, section 5).
///
/// @param at where it stands
/// @param expression what gives the lexical values
/// @param type which kind of term they become
/// @param language makes the language tag of a literal
/// @param datatype makes the datatype IRI of a literal
public record TermMap(
    Place at,
    Expression expression,
    TermType type,
    Optional<Expression> language,
    Optional<Expression> datatype)
    implements ObjectMap {}
