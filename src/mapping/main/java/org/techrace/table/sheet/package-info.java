/// Spreadsheets (XLSX).
///
/// - [org.techrace.table.sheet.XlsxTable] reads a sheet as a table;
/// - `Workbook` opens the parts of the file: sheets, shared texts and styles;
/// - `SerialDate` converts the numbers of date cells.
///
/// The table streams through the XML of one sheet and returns each row when it is complete; only
/// the shared texts are kept, within the memory budget. For example, a cell with the number 46350
/// and a date format becomes the `DATE` value `2026-11-24`.
@NullMarked
package org.techrace.table.sheet;

import org.jspecify.annotations.NullMarked;
