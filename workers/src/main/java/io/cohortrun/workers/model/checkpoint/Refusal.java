package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.ModelRejected.Code;

/** Why a checkpoint is not read, before the file's name is put in front of it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 400;

  private final Code code;

  private Refusal(Code code, String sentence) {
    super(oneLine(sentence), null, false, false);
    this.code = code;
  }

  /** The file is cut off, changed, or of a kind that is not read. */
  static Refusal damaged(String sentence) {
    return new Refusal(Code.BadCheckpoint, sentence);
  }

  /** The file holds more than named tensors: code, objects, tricks. */
  static Refusal unsafe(String sentence) {
    return new Refusal(Code.UnsafeCheckpoint, sentence);
  }

  /** Names from the file may be long and odd; the sentence stays one line that can be printed. */
  private static String oneLine(String sentence) {
    String line = sentence.replaceAll("[^ -~]", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  Code code() {
    return code;
  }
}
