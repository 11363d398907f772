// Package sheet reads a sheet of an Excel workbook (.xlsx, .xlsm) as lines of
// comma-separated text: numbers as they were typed, days and times by their number
// format, text as it is.
//
// It reads row by row; only the texts that cells share are held in memory. It knows
// nothing of headers and columns: whoever reads the text does. It writes nothing,
// computes no formula and follows no link out of the file. Its bytes come from package
// format, which takes its lines back.
package sheet
