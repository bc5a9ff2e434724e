package io.cohortrun.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code cohort --version}. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"cohort " + text() + ", Java " + Runtime.version()};
  }

  /** Version of this build, {@code dev} when run from classes. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
