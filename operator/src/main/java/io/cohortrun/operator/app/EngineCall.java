package io.cohortrun.operator.app;

import java.util.Locale;

/** What an engine is asked for. */
enum EngineCall {
  DESCRIBE,
  START,
  PAUSE,
  RESUME,
  SIGN_OFF,
  TELL_LOST,
  LIST,
  END;

  /** Value of the label {@code call}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
