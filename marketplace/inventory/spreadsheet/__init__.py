"""What a row of somebody's spreadsheet says about an asset. Pure: no database."""
