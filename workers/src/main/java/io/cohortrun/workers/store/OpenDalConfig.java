package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What OpenDAL needs for one store URI.
 *
 * @param scheme OpenDAL's service name
 * @param options its settings; secrets may be among them, so this is never printed
 */
record OpenDalConfig(String scheme, Map<String, String> options) {

  /**
   * Reads a URI and the environment variables that the vendors' own tools read.
   *
   * @throws StoreFailure BadUri for another scheme or a missing bucket
   */
  static OpenDalConfig of(String uri, Map<String, String> environment) throws StoreFailure {
    URI parsed;
    try {
      parsed = URI.create(uri.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new StoreFailure(Code.BadUri, uri + ": is not a URI; write s3://bucket/prefix.", e);
    }
    String bucket = parsed.getAuthority();
    if (bucket == null || bucket.isEmpty()) {
      throw new StoreFailure(Code.BadUri, uri + ": names no bucket; write s3://bucket/prefix.");
    }
    Map<String, String> options = new HashMap<>();
    options.put("root", "/" + Objects.toString(parsed.getPath(), "").replaceAll("^/+|/+$", ""));
    Env env = new Env(environment, options);
    switch (parsed.getScheme().toLowerCase(Locale.ROOT)) {
      case "s3", "s3a" -> {
        options.put("bucket", bucket);
        env.set("region", "AWS_REGION", "AWS_DEFAULT_REGION");
        options.putIfAbsent("region", "us-east-1");
        env.set("endpoint", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        env.set("access_key_id", "AWS_ACCESS_KEY_ID");
        env.set("secret_access_key", "AWS_SECRET_ACCESS_KEY");
        env.set("session_token", "AWS_SESSION_TOKEN");
        return new OpenDalConfig("s3", options);
      }
      case "azblob", "az" -> {
        options.put("container", bucket);
        env.set("account_name", "AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME");
        env.set("account_key", "AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY");
        env.set("sas_token", "AZURE_STORAGE_SAS_TOKEN");
        env.set("endpoint", "AZURE_STORAGE_ENDPOINT");
        if (options.containsKey("account_name")) {
          options.putIfAbsent(
              "endpoint", "https://" + options.get("account_name") + ".blob.core.windows.net");
        }
        return new OpenDalConfig("azblob", options);
      }
      case "gcs", "gs" -> {
        options.put("bucket", bucket);
        env.set("credential_path", "GOOGLE_APPLICATION_CREDENTIALS");
        env.set("endpoint", "STORAGE_EMULATOR_HOST");
        return new OpenDalConfig("gcs", options);
      }
      default ->
          throw new StoreFailure(
              Code.BadUri,
              uri
                  + ": unknown scheme; use a path, file:, s3:, azblob: or gcs: (https is not read).");
    }
  }

  private record Env(Map<String, String> environment, Map<String, String> options) {
    void set(String option, String... names) {
      for (String name : names) {
        String value = environment.get(name);
        if (value != null && !value.isEmpty()) {
          options.putIfAbsent(option, value);
        }
      }
    }
  }
}
