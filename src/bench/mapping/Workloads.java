import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.techrace.export.ParquetTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;

/// Writes the workloads of `src/bench/run mapping`: tables and their mapping in the vocabulary of
/// today (`new.ttl`) and the first one (`old.ttl`). The same arguments give the same bytes.
///
/// `Workloads transit MILLIONS csv|json|xml FOLDER` is a timetable in the manner of GTFS: eight
/// tables under ten triples maps, six joins. `Workloads records|duplicates|empty|join PARAMETER…
/// FOLDER` are the parameter sets of the Knowledge Graph Construction Workshop.
///
/// `Workloads wide|repeated|threeway THOUSANDS FOLDER` are tables of the size that statistics and
/// registers have: 60 columns; rows that repeat, nine in ten of them; three tables, where each row
/// of two tables has a row of the next. `Workloads orders THOUSANDS MAPS FOLDER` is a JSON file of
/// nested orders under one triples map or three.
///
/// `Workloads maps MAPS FOLDER` has as many small triples maps over tables of 100 rows, three for
/// each. `Workloads narrow THOUSANDS FOLDER` maps three of twenty columns. `Workloads
/// xlsx|parquet|xml|sql THOUSANDS FOLDER` are the same sales and makers in another format each; for
/// `sql`, the tables are CSV to be loaded, and the mapping reads the database `DATABASE` with a
/// join.
final class Workloads {
  private static final String ID = "http://transit.example/id/";
  private static final String TERM = "http://transit.example/term#";

  /// A triples map: table, subject template, class (or none), properties.
  private record Map(String name, String table, String subject, String type, List<String> parts) {}

  private final Path folder;
  private final String format;
  private final List<Map> maps = new ArrayList<>();

  private Workloads(Path folder, String format) {
    this.folder = folder;
    this.format = format;
  }

  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path folder = Files.createDirectories(Path.of(args[args.length - 1]));
    switch (args[0]) {
      case "transit" -> new Workloads(folder, args[2]).transit(Double.parseDouble(args[1]));
      case "records" -> new Workloads(folder, "csv").records(number(args[1]), 0, 0);
      case "duplicates" -> new Workloads(folder, "csv").records(100_000, number(args[1]), 0);
      case "empty" -> new Workloads(folder, "csv").records(100_000, 0, number(args[1]));
      case "join" -> new Workloads(folder, "csv").join(number(args[1]), number(args[2]));
      case "wide" -> new Workloads(folder, "csv").wide(1000 * number(args[1]));
      case "repeated" -> new Workloads(folder, "csv").repeated(1000 * number(args[1]));
      case "threeway" -> new Workloads(folder, "csv").threeWay(1000 * number(args[1]));
      case "maps" -> new Workloads(folder, "csv").smallMaps(number(args[1]));
      case "narrow" -> new Workloads(folder, "csv").narrow(1000 * number(args[1]));
      case "xml" -> new Workloads(folder, "xml").products(1000 * number(args[1]));
      case "xlsx" -> new Workloads(folder, "xlsx").products(1000 * number(args[1]));
      case "parquet" -> new Workloads(folder, "parquet").products(1000 * number(args[1]));
      case "sql" -> new Workloads(folder, "csv").database(1000 * number(args[1]));
      case "orders" ->
          new Workloads(folder, "json").orders(1000 * number(args[1]), number(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private void transit(double millions) throws IOException {
    int points = (int) (105_000 * millions);
    int shapes = Math.max(1, points / 2_000);
    int trips = Math.max(1, (int) (500 * millions));
    int stops = Math.max(3, (int) (3_000 * millions));
    int services = Math.max(1, (int) (200 * millions));
    int routes = Math.max(1, (int) (50 * millions));
    table(
        "agency", 1, "id,name,url", i -> row("a" + i, "Agency " + i, "http://agency.example/" + i));
    table(
        "routes",
        routes,
        "id,agency,short,long,kind,url",
        i ->
            row(
                "r" + i,
                "a0",
                "" + i,
                "Line " + i + ", \"A\" to \"B\"",
                "" + i % 4,
                "http://agency.example/line/" + i));
    table(
        "services",
        services,
        "id,monday,tuesday,wednesday,thursday,friday,start,end",
        i ->
            row(
                "s" + i,
                "" + bit(i, 1),
                "" + bit(i, 2),
                "" + bit(i, 3),
                "" + bit(i, 4),
                "" + bit(i, 5),
                "2026-01-01",
                "2026-12-28"));
    table(
        "trips",
        trips,
        "id,route,service,headsign,direction,shape",
        i ->
            row(
                "t" + i,
                "r" + i % routes,
                "s" + i % services,
                "ESTACIÓN " + i,
                "" + i % 2,
                "h" + i % shapes));
    table(
        "stops",
        stops,
        "id,name,lat,lon,parent",
        i ->
            row(
                "p" + i,
                "Stop " + i,
                coordinate(40, i),
                coordinate(-3, i * 7L),
                "p" + (i - i % 3)));
    table(
        "times",
        (int) (40_000 * millions),
        "trip,stop,sequence,arrival,departure,distance",
        i ->
            row(
                "t" + i % trips,
                "p" + (int) (i * 31L % stops),
                "" + i / trips,
                time(i),
                time(i + 30),
                i % 20_000 + ".5"));
    table(
        "points",
        points,
        "shape,sequence,lat,lon,distance",
        i ->
            row(
                "h" + i / 2_000,
                "" + i % 2_000,
                coordinate(40, i * 13L),
                coordinate(-3, i * 17L),
                (i % 2_000) * 15 + ".25"));
    table(
        "frequencies",
        (int) (3_000 * millions),
        "trip,start,end,headway",
        i ->
            row(
                "t" + i % trips,
                time(i / trips * 3600),
                time(i / trips * 3600 + 3599),
                "" + (120 + i % 600)));
    map("agencies", "agency", "agency/{id}", "Agency", "name=name page=url:iri");
    map(
        "lines",
        "routes",
        "route/{id}",
        "Route",
        "shortName=short longName=long kind={kind} page=url:iri agency>agencies:agency=id");
    map(
        "services",
        "services",
        "service/{id}",
        "Service",
        "monday=monday tuesday=tuesday wednesday=wednesday thursday=thursday friday=friday");
    map(
        "periods",
        "services",
        "period/{id}",
        "Period",
        "start=start:date end=end:date service=service/{id}");
    map(
        "trips",
        "trips",
        "trip/{id}",
        "Trip",
        "headsign=headsign direction=direction shape=shape/{shape} service>services:service=id"
            + " route>lines:route=id");
    map(
        "stops",
        "stops",
        "stop/{id}",
        "Stop",
        "name=name latitude=lat:double longitude=lon:double parent>stops:parent=id");
    map(
        "times",
        "times",
        "time/{trip}-{stop}-{sequence}",
        "StopTime",
        "arrival=arrival departure=departure sequence=sequence:integer distance=distance:double"
            + " trip>trips:trip=id stop>stops:stop=id");
    map(
        "points",
        "points",
        "point/{shape}-{sequence}",
        "ShapePoint",
        "latitude=lat:double longitude=lon:double sequence=sequence:integer"
            + " distance=distance:double shape=shape/{shape}");
    map("shapes", "points", "shape/{shape}", "Shape", "");
    map(
        "frequencies",
        "frequencies",
        "frequency/{trip}-{start}",
        "Frequency",
        "start=start end=end headway=headway:integer trip=trip/{trip}");
    mappings();
  }

  private static int bit(int i, int n) {
    return (i >> n) & 1;
  }

  private static String coordinate(int degree, long seed) {
    return "%d.%06d".formatted(degree, Math.floorMod(seed * 7919, 1_000_000L));
  }

  private static String time(int seconds) {
    return "%02d:%02d:%02d".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  }

  /// @param duplicates how many per cent of the rows repeat the first
  /// @param empty how many per cent of the cells are empty
  private void records(int rows, int duplicates, int empty) throws IOException {
    StringBuilder header = new StringBuilder("id");
    List<String> parts = new ArrayList<>();
    for (int p = 1; p < 20; p++) {
      header.append(",p").append(p);
      parts.add("p" + p + "=p" + p);
    }
    int distinct = rows - (int) ((long) rows * duplicates / 100);
    table(
        "data",
        rows,
        header.toString(),
        i -> {
          int row = i < distinct ? i : 0;
          List<String> cells = new ArrayList<>(List.of("" + row));
          for (int p = 1; p < 20; p++) {
            cells.add(
                Math.floorMod(row * 31 + p * 17, 100) < empty ? "" : "value_" + p + "_" + row);
          }
          return cells;
        });
    maps.add(new Map("data", "data", "data/{id}", "", parts));
    mappings();
  }

  /// Adds a join.
  ///
  /// @param children the number of child rows per key; half of the keys also have parent rows
  /// @param parents the number of parent rows per key
  private void join(int children, int parents) throws IOException {
    int keys = 100_000 / Math.max(children, parents);
    table("child", keys * children, "id,key,value", i -> row("" + i, "k" + i / children, "v" + i));
    table(
        "parent",
        keys * parents,
        "id,key,value",
        i -> row("" + i, "k" + (i / parents + keys / 2), "w" + i));
    map("child", "child", "child/{id}", "", "value=value with>parent:key=key");
    map("parent", "parent", "parent/{id}", "", "value=value");
    mappings();
  }

  /// A table with sixty columns: a third each of texts, whole numbers and decimals.
  private void wide(int rows) throws IOException {
    StringBuilder header = new StringBuilder("id");
    List<String> parts = new ArrayList<>();
    for (int c = 1; c < 60; c++) {
      header.append(",c").append(c);
      parts.add("c" + c + "=c" + c + (c % 3 == 1 ? ":integer" : c % 3 == 2 ? ":double" : ""));
    }
    table(
        "wide",
        rows,
        header.toString(),
        i -> {
          List<String> cells = new ArrayList<>(List.of("" + i));
          for (int c = 1; c < 60; c++) {
            int value = Math.floorMod(i * 31 + c * 7919, 100_003);
            cells.add(
                c % 3 == 1
                    ? "" + value
                    : c % 3 == 2 ? value / 10 + "." + value % 10 : "text " + value + ", " + c);
          }
          return cells;
        });
    maps.add(new Map("wide", "wide", "wide/{id}", "Wide", parts));
    mappings();
  }

  /// A table in which each row occurs ten times, far from its repetitions.
  private void repeated(int rows) throws IOException {
    int distinct = Math.max(1, rows / 10);
    table(
        "events",
        rows,
        "id,name,place,day,amount",
        i -> {
          int row = i % distinct;
          return row(
              "e" + row,
              "Event " + row,
              "p" + row % 1000,
              "2026-%02d-%02d".formatted(row % 12 + 1, row % 28 + 1),
              "" + row % 5000);
        });
    map(
        "events",
        "events",
        "event/{id}",
        "Event",
        "name=name place=place/{place} day=day:date amount=amount:integer");
    mappings();
  }

  /// Sales, whose customers are in a table of as many rows, and customers, whose regions are in
  /// another.
  private void threeWay(int rows) throws IOException {
    int regions = Math.max(1, rows / 10);
    table(
        "sales",
        rows,
        "id,customer,amount",
        i -> row("s" + i, "c" + i * 7919L % rows, "" + i % 1000));
    table(
        "customers",
        rows,
        "id,name,region",
        i -> row("c" + i, "Customer " + i, "r" + i * 31L % regions));
    table("regions", regions, "id,name", i -> row("r" + i, "Region " + i));
    map(
        "sales",
        "sales",
        "sale/{id}",
        "Sale",
        "amount=amount:integer customer>customers:customer=id");
    map(
        "customers",
        "customers",
        "customer/{id}",
        "Customer",
        "name=name region>regions:region=id");
    map("regions", "regions", "region/{id}", "Region", "name=name");
    mappings();
  }

  /// Many triples maps, three over each table of 100 rows.
  private void smallMaps(int number) throws IOException {
    for (int m = 0; m < number; m++) {
      String name = "t" + m / 3;
      if (m % 3 == 0) {
        int first = m * 100;
        table(
            name,
            100,
            "id,name,kind,amount",
            i -> row("" + (first + i), "Name " + i, "k" + i % 7, "" + i * 3));
      }
      switch (m % 3) {
        case 0 -> map("m" + m, name, name + "/{id}", "Thing", "name=name amount=amount:integer");
        case 1 -> map("m" + m, name, "kind/{kind}", "Kind", "code=kind");
        default -> map("m" + m, name, name + "/{id}", "", "kind=kind/{kind}");
      }
    }
    mappings();
  }

  /// A table of twenty columns of which three are mapped.
  private void narrow(int rows) throws IOException {
    StringBuilder header = new StringBuilder("id");
    for (int c = 1; c < 20; c++) {
      header.append(",c").append(c);
    }
    table(
        "narrow",
        rows,
        header.toString(),
        i -> {
          List<String> cells = new ArrayList<>(List.of("" + i));
          for (int c = 1; c < 20; c++) {
            cells.add("value " + c + " of " + i);
          }
          return cells;
        });
    map("narrow", "narrow", "narrow/{id}", "", "first=c1 last=c19");
    mappings();
  }

  private static final String PRODUCTS = "id,name,maker,day,amount,price";

  private static List<String> product(int i) {
    return row(
        "" + i,
        "Product " + i,
        "m" + i % 1000,
        "2026-%02d-%02d".formatted(i % 12 + 1, i % 28 + 1),
        "" + i % 5000,
        i % 900 + ".5");
  }

  /// One table of six columns in a format.
  private void products(int rows) throws IOException {
    switch (format) {
      case "xlsx" -> workbook("products", rows);
      case "parquet" -> parquet("products", rows);
      default -> table("products", rows, PRODUCTS, Workloads::product);
    }
    map(
        "products",
        "products",
        "product/{id}",
        "Product",
        "name=name maker=maker/{maker} day=day:date amount=amount:integer price=price:double");
    mappings();
  }

  /// The products and their makers for a database, with a join that the engine makes and one that
  /// the database makes.
  private void database(int rows) throws IOException {
    table("products", rows, PRODUCTS, Workloads::product);
    table("makers", 1000, "code,title", i -> row("m" + i, "Maker " + i));
    Files.writeString(
        folder.resolve("load.sql"),
        """
        CREATE TABLE makers (code text PRIMARY KEY, title text);
        CREATE TABLE products (id integer PRIMARY KEY, name text, maker text, day date, amount integer, price double precision);
        """);
    Files.writeString(
        folder.resolve("new.ttl"),
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
        <#db> d2rq:jdbcDSN "%s" ; d2rq:username "postgres" ; d2rq:password "" .
        <#products> rml:logicalSource [ rml:source <#db> ; rr:tableName "products" ] ;
          rml:subjectMap [ rml:template "%2$sproduct/{id}" ; rml:class <%3$sProduct> ] ;
          rml:predicateObjectMap [ rml:predicate <%3$sname> ; rml:objectMap [ rml:reference "name" ] ] ;
          rml:predicateObjectMap [ rml:predicate <%3$sday> ; rml:objectMap [ rml:reference "day" ] ] ;
          rml:predicateObjectMap [ rml:predicate <%3$smaker> ; rml:objectMap [ rml:parentTriplesMap <#makers> ;
            rml:joinCondition [ rml:child "maker" ; rml:parent "code" ] ] ] .
        <#makers> rml:logicalSource [ rml:source <#db> ; rr:tableName "makers" ] ;
          rml:subjectMap [ rml:template "%2$smaker/{code}" ; rml:class <%3$sMaker> ] ;
          rml:predicateObjectMap [ rml:predicate <%3$stitle> ; rml:objectMap [ rml:reference "title" ] ] .
        <#named> rml:logicalSource [ rml:source <#db> ; rml:query "SELECT p.id, m.title FROM products p JOIN makers m ON p.maker = m.code" ] ;
          rml:subjectMap [ rml:template "%2$sproduct/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate <%3$smadeBy> ; rml:objectMap [ rml:reference "title" ] ] .
        """
            .formatted(
                System.getenv().getOrDefault("DATABASE", "jdbc:postgresql:bench"), ID, TERM));
    Files.copy(folder.resolve("new.ttl"), folder.resolve("old.ttl"));
  }

  /// A workbook as spreadsheet programs write it: texts in a table of shared strings.
  private void workbook(String name, int rows) throws IOException {
    String[] columns = PRODUCTS.split(",");
    try (ZipOutputStream zip =
            new ZipOutputStream(
                new BufferedOutputStream(
                    Files.newOutputStream(folder.resolve(name + ".xlsx")), 1 << 16));
        Writer out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8))) {
      String spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
      String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
      String relations = "http://schemas.openxmlformats.org/package/2006/relationships";
      String types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
      part(
          zip,
          out,
          "[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"%1$ssheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"%1$sworksheet+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"%1$ssharedStrings+xml\"/></Types>"
              .formatted(types));
      part(
          zip,
          out,
          "_rels/.rels",
          "<Relationships xmlns=\"%s\"><Relationship Id=\"r1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
              .formatted(relations, office));
      part(
          zip,
          out,
          "xl/workbook.xml",
          "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets><sheet name=\"Products\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
              .formatted(spreadsheet, office));
      part(
          zip,
          out,
          "xl/_rels/workbook.xml.rels",
          "<Relationships xmlns=\"%1$s\"><Relationship Id=\"r1\" Type=\"%2$s/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"%2$s/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
              .formatted(relations, office));
      // The shared strings are those of the header, then the three texts of each row.
      part(zip, out, "xl/sharedStrings.xml", "<sst xmlns=\"%s\">".formatted(spreadsheet));
      for (String column : columns) {
        out.write("<si><t>" + column + "</t></si>");
      }
      for (int i = 0; i < rows; i++) {
        List<String> cells = product(i);
        for (int c = 1; c <= 3; c++) {
          out.write("<si><t>" + cells.get(c) + "</t></si>");
        }
      }
      out.write("</sst>");
      part(
          zip,
          out,
          "xl/worksheets/sheet1.xml",
          "<worksheet xmlns=\"%s\"><sheetData><row r=\"1\">".formatted(spreadsheet));
      for (int c = 0; c < columns.length; c++) {
        out.write("<c r=\"%c1\" t=\"s\"><v>%d</v></c>".formatted('A' + c, c));
      }
      out.write("</row>");
      for (int i = 0; i < rows; i++) {
        List<String> cells = product(i);
        out.write("<row r=\"" + (i + 2) + "\">");
        for (int c = 0; c < columns.length; c++) {
          boolean isText = c >= 1 && c <= 3;
          String value = isText ? "" + (columns.length + i * 3L + c - 1) : cells.get(c);
          out.write(
              "<c r=\"" + (char) ('A' + c) + (i + 2) + (isText ? "\" t=\"s\"><v>" : "\"><v>"));
          out.write(value + "</v></c>");
        }
        out.write("</row>");
      }
      out.write("</sheetData></worksheet>");
    }
  }

  /// Begins a part of a workbook.
  private static void part(ZipOutputStream zip, Writer out, String name, String text)
      throws IOException {
    out.flush();
    zip.putNextEntry(new ZipEntry(name));
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text);
  }

  private void parquet(String name, int rows) throws IOException {
    Kind[] kinds = {Kind.INTEGER, Kind.TEXT, Kind.TEXT, Kind.DATE, Kind.INTEGER, Kind.NUMBER};
    String[] names = PRODUCTS.split(",");
    List<Column> columns =
        IntStream.range(0, names.length)
            .mapToObj(c -> new Column(names[c], "", "", names[c], "", kinds[c], false, ""))
            .toList();
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(folder.resolve(name + ".parquet")), 1 << 16)) {
      ParquetTable.write(
          name,
          columns,
          IntStream.range(0, rows)
              .mapToObj(i -> product(i).stream().map(List::of).toList())
              .iterator(),
          out);
    }
  }

  /// Orders with an address and lines, as an array in JSON.
  ///
  /// @param number the number of triples maps over the file
  private void orders(int rows, int number) throws IOException {
    try (Writer out = Files.newBufferedWriter(folder.resolve("orders.json"))) {
      out.write("[\n");
      for (int i = 0; i < rows; i++) {
        out.write(order(i));
        out.write(i == rows - 1 ? "\n" : ",\n");
      }
      out.write("]\n");
    }
    map(
        "orders",
        "orders",
        "order/{id}",
        "Order",
        "day=day:date state=state customer=customer/{customer.id} city=customer.address.city"
            + " product=lines[*].product quantity=lines[*].quantity total=total");
    if (number > 1) {
      map(
          "customers",
          "orders",
          "customer/{customer.id}",
          "Customer",
          "name=customer.name mail=customer.mail city=customer.address.city");
      map("products", "orders", "product/{lines[*].product}", "Product", "");
    }
    mappings();
  }

  private static String order(int i) {
    StringBuilder order = new StringBuilder();
    order.append(
        """
        {"id": %d, "day": "2026-%02d-%02d", "state": "%s", "customer": {"id": "c%d", "name": "Customer %d", \
        "mail": "c%d@example.org", "address": {"street": "Street %d", "city": "Town %d", "zip": "%05d"}}, "lines": [\
        """
            .formatted(
                i,
                i % 12 + 1,
                i % 28 + 1,
                i % 3 == 0 ? "open" : "sent",
                i % 50_000,
                i % 50_000,
                i % 50_000,
                i % 900,
                i % 400,
                i % 90_000));
    int lines = 1 + i % 4;
    for (int line = 0; line < lines; line++) {
      order.append(
          """
          %s{"product": "p%d", "quantity": %d, "price": %d.%02d, "note": "line %d of order %d"}\
          """
              .formatted(
                  line == 0 ? "" : ", ",
                  (i * 13L + line * 7L) % 5_000,
                  1 + (i + line) % 9,
                  i % 400,
                  i % 100,
                  line,
                  i));
    }
    return order.append("], \"total\": ").append(i % 9_000).append(".5}").toString();
  }

  private static List<String> row(String... cells) {
    return List.of(cells);
  }

  private void table(String name, int rows, String header, IntFunction<List<String>> row)
      throws IOException {
    String[] columns = header.split(",");
    try (Writer out =
        new BufferedWriter(Files.newBufferedWriter(folder.resolve(name + "." + format)), 1 << 16)) {
      out.write(
          switch (format) {
            case "csv" -> header + "\n";
            case "json" -> "[\n";
            default -> "<rows>\n";
          });
      for (int i = 0; i < rows; i++) {
        List<String> cells = row.apply(i);
        for (int c = 0; c < columns.length; c++) {
          out.write(cell(columns[c], cells.get(c), c == 0, c == columns.length - 1, i == rows - 1));
        }
      }
      out.write(format.equals("json") ? "]\n" : format.equals("xml") ? "</rows>\n" : "");
    }
  }

  private String cell(String column, String text, boolean first, boolean last, boolean lastRow) {
    return switch (format) {
      case "csv" ->
          (text.contains("\"") || text.contains(",")
                  ? '"' + text.replace("\"", "\"\"") + '"'
                  : text)
              + (last ? "\n" : ",");
      case "json" ->
          (first ? "{" : "")
              + '"'
              + column
              + "\":\""
              + text.replace("\"", "\\\"")
              + (last ? lastRow ? "\"}\n" : "\"},\n" : "\",");
      default ->
          (first ? "<row>" : "")
              + "<"
              + column
              + ">"
              + text
              + "</"
              + column
              + ">"
              + (last ? "</row>\n" : "");
    };
  }

  private void map(String name, String table, String subject, String type, String parts) {
    maps.add(
        new Map(
            name, table, subject, type, parts.isEmpty() ? List.of() : List.of(parts.split(" "))));
  }

  private void mappings() throws IOException {
    Files.writeString(folder.resolve("new.ttl"), mapping(true));
    Files.writeString(folder.resolve("old.ttl"), mapping(false));
  }

  private String mapping(boolean today) {
    String r = today ? "rml:" : "rr:";
    StringBuilder turtle =
        new StringBuilder(
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
                + "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
                + "@base <http://transit.example/map> .\n"
                + (today
                    ? "@prefix rml: <http://w3id.org/rml/> .\n"
                    : "@prefix rr: <http://www.w3.org/ns/r2rml#> .\n"
                        + "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
                        + "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .\n"));
    String formulation =
        (today ? "rml:" : "ql:")
            + (format.equals("json") ? "JSONPath" : format.equals("xml") ? "XPath" : "CSV");
    String iterator =
        !format.equals("json") && !format.equals("xml")
            ? ""
            : " ; rml:iterator \"" + (format.equals("json") ? "$[*]" : "/rows/row") + "\"";
    for (Map map : maps) {
      String file = map.table + "." + format;
      String source =
          today
              ? "[ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path \""
                  + file
                  + "\" ; rml:null \"\" ]"
              : "\"" + file + "\"";
      turtle.append(
          "\n<#%s> a %sTriplesMap ;\n  rml:logicalSource [ rml:source %s ; rml:referenceFormulation %s%s ] ;\n  %ssubjectMap [ %stemplate \"%s\"%s ]"
              .formatted(
                  map.name,
                  r,
                  source,
                  formulation,
                  iterator,
                  r,
                  r,
                  ID + map.subject,
                  map.type.isEmpty() ? "" : " ; " + r + "class <" + TERM + map.type + ">"));
      for (String part : map.parts) {
        turtle.append(
            " ;\n  %spredicateObjectMap [ %spredicate <%s%s> ; %sobjectMap [ %s ] ]"
                .formatted(r, r, TERM, part.split("[=>]")[0], r, object(part, r)));
      }
      turtle.append(" .\n");
    }
    return turtle.toString();
  }

  /// `p=column`, `p=column:datatype`, `p=column:iri`, `p=template/{column}`, `p>map:child=parent`.
  private static String object(String part, String r) {
    if (part.contains(">")) {
      String[] join = part.split("[>:=]");
      return "%sparentTriplesMap <#%s> ; %sjoinCondition [ %schild \"%s\" ; %sparent \"%s\" ]"
          .formatted(r, join[1], r, r, join[2], r, join[3]);
    }
    String value = part.substring(part.indexOf('=') + 1);
    if (value.contains("{")) {
      return r + "template \"" + ID + value + "\"";
    }
    String[] typed = value.split(":");
    String kind =
        typed.length == 1
            ? ""
            : typed[1].equals("iri")
                ? " ; " + r + "termType " + r + "IRI"
                : " ; " + r + "datatype xsd:" + typed[1];
    return "rml:reference \"" + typed[0] + "\"" + kind;
  }
}
