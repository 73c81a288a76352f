/** The package that brings DuckDB: an optional peer of 69 MB. */
export const INSTALL = 'npm install @duckdb/node-api';
/** What it may have of memory. */
export const MEMORY = '2GB';
