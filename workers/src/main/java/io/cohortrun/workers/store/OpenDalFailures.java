package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.util.Locale;
import org.apache.opendal.OpenDALException;

/** Says in one sentence what an object store's answer means. */
final class OpenDalFailures {

  private OpenDalFailures() {}

  static StoreFailure of(String uri, String key, OpenDALException e) {
    String at = key.isEmpty() ? uri : uri + "/" + key;
    String text = String.valueOf(e.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("nosuchbucket") || lower.contains("containernotfound")) {
      return new StoreFailure(
          Code.NotFound, uri + ": the bucket does not exist; create it or correct the URI.", e);
    }
    if (e.getCode() == OpenDALException.Code.NotFound) {
      return new StoreFailure(Code.NotFound, at + ": does not exist.", e);
    }
    if (e.getCode() == OpenDALException.Code.PermissionDenied
        || lower.contains("credential")
        || lower.contains("invalidaccesskeyid")
        || lower.contains("signaturedoesnotmatch")) {
      return new StoreFailure(
          Code.AccessDenied,
          at
              + ": access denied; check the credentials in the environment (AWS_ACCESS_KEY_ID,"
              + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN) and the bucket's policy.",
          e);
    }
    if (e.getCode() == OpenDALException.Code.ConfigInvalid) {
      return new StoreFailure(
          Code.BadUri, uri + ": the store's settings are not valid (" + brief(text) + ").", e);
    }
    return new StoreFailure(
        Code.Unavailable,
        at
            + ": the store did not answer as it should ("
            + brief(text)
            + "); check the endpoint and start the run again.",
        e);
  }

  /** First line of an answer, without the server's request id. */
  private static String brief(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll(", (resource|request_id): .*", "");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
