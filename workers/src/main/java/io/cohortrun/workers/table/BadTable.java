package io.cohortrun.workers.table;

/** A table that cannot be read, or that does not hold what was to be found in it. */
public final class BadTable extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Code {
    /** There is no such file. */
    NotFound,
    /** This user may not read it. */
    AccessDenied,
    /** It is no text in UTF-8 and no Parquet. */
    UnsupportedFormat,
    /** It is damaged, or its rows and header do not fit. */
    Unreadable,
    /** A column that was named is not there, or stands there twice. */
    NoSuchColumn,
    /** A cell holds something else than its column must. */
    BadValue
  }

  private final Code code;

  /**
   * @param sentence what is wrong, where, and what to do
   */
  public BadTable(Code code, String sentence) {
    super(sentence);
    this.code = code;
  }

  /** What is wrong, for programs. */
  public Code code() {
    return code;
  }

  /** The same with the name of the table before it. */
  public BadTable in(String table) {
    BadTable placed = new BadTable(code, table + ": " + getMessage());
    placed.initCause(this);
    return placed;
  }
}
