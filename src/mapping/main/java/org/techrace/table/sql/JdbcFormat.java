package org.techrace.table.sql;

import java.util.Set;
import org.techrace.access.Access;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.format.DatabaseFormat;
import org.techrace.table.format.Formulation;

/// Relational databases, whose JDBC drivers are optional.
public final class JdbcFormat implements DatabaseFormat {
  @Override
  public String name() {
    return "SQL";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(Formulation.SQL_TABLE, Formulation.SQL_QUERY);
  }

  @Override
  public SourceTable open(
      String url,
      String user,
      String password,
      Formulation formulation,
      Reference rows,
      Access access) {
    return new JdbcTable(
        rows.text().strip().replaceAll("\\s+", " "),
        url,
        user,
        password,
        rows,
        formulation.equals(Formulation.SQL_TABLE),
        access);
  }
}
