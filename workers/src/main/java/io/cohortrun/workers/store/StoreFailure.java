package io.cohortrun.workers.store;

import java.io.IOException;

/**
 * A store cannot do what was asked. The message is one sentence: the store or slide, what happened,
 * and what to do.
 */
public final class StoreFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final Code code;

  public StoreFailure(Code code, String message) {
    this(code, message, null);
  }

  public StoreFailure(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of fault it is. */
  public Code code() {
    return code;
  }

  /** Kinds of fault; only {@link #Unavailable} may pass by itself. */
  public enum Code {
    /** The URI is not one that can be opened. */
    BadUri(false),
    /** Credentials or permissions do not allow it. */
    AccessDenied(false),
    /** The bucket, folder or object does not exist. */
    NotFound(false),
    /** No space or quota left. */
    DiskFull(false),
    /** Mounted read-only. */
    ReadOnly(false),
    /** The store was there when it was opened and is gone. */
    Vanished(false),
    /** Cannot create atomically if absent, so commits would not be safe. */
    NotAtomic(false),
    /** A stored object is not the one that was committed. */
    Corrupt(false),
    /** Network, server or disk fault that outlasted the retries. */
    Unavailable(true);

    private final boolean transientFault;

    Code(boolean transientFault) {
      this.transientFault = transientFault;
    }

    /** Whether trying again later, with nothing changed, may succeed. */
    public boolean isTransient() {
      return transientFault;
    }
  }
}
