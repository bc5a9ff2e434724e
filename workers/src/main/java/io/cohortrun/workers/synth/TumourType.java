package io.cohortrun.workers.synth;

/** Three types of two OncoTree codes each. */
enum TumourType {
  LUNG("LUAD", "LUSC"),
  COLORECTAL("COAD", "READ"),
  BREAST("IDC", "ILC");

  private final String common;
  private final String rarer;

  TumourType(String common, String rarer) {
    this.common = common;
    this.rarer = rarer;
  }

  String code(boolean rare) {
    return rare ? rarer : common;
  }
}
