package io.cohortrun.cli;

/** Ends the command with a sentence on stderr and an exit status, and no stack trace. */
public final class CliFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CliFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Input that a person has to mend; nothing was started. */
  public static CliFailure badInput(String message) {
    return new CliFailure(ExitCode.BAD_INPUT, message, null);
  }

  /** The run failed; {@code cause} goes to the log at debug level only. */
  public static CliFailure failed(String message, Throwable cause) {
    return new CliFailure(ExitCode.FAILED, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
