"""Tables of other programs: CSV, XLSX and ODS in; CSV, XLSX and JSON out."""
