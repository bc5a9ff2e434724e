package io.cohortrun.cli;

/** One line for a person out of an exception that nobody coded. */
public final class Sentence {

  private Sentence() {}

  /** The deepest message that says something, with the exception's name where none does. */
  public static String of(Throwable failure) {
    String sentence = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        sentence = t.getMessage();
      }
    }
    String text = sentence != null ? sentence : failure.getClass().getSimpleName();
    return text.lines().findFirst().orElse(text);
  }
}
