package io.cohortrun.workflows.contract;

import java.util.List;

/** How stores are reached: variables of the environment, on a laptop and in pods. */
public final class StoreVariables {

  /** All that any store is asked by; a run's Secret hands these to its pods, and no others. */
  public static final List<String> NAMES =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_REGION",
          "AWS_DEFAULT_REGION",
          "AWS_ENDPOINT_URL",
          "AWS_ENDPOINT_URL_S3",
          "AZURE_STORAGE_ACCOUNT",
          "AZURE_STORAGE_ACCOUNT_NAME",
          "AZURE_STORAGE_KEY",
          "AZURE_STORAGE_ACCOUNT_KEY",
          "AZURE_STORAGE_SAS_TOKEN",
          "AZURE_STORAGE_ENDPOINT",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "STORAGE_EMULATOR_HOST");

  private StoreVariables() {}
}
