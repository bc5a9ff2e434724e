package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Jobs and pods of others in a namespace of runs, and what an operator keeps of their kinds. */
final class ForeignObjects {

  /** Who places such pods, and makes pods of such Jobs: nobody here. */
  private static final String NOBODY = "example.com/nobody";

  private ForeignObjects() {}

  /** So many of each kind. */
  static void make(KubernetesClient client, String namespace, int ofEach) {
    IntStream.range(0, ofEach)
        .parallel()
        .forEach(
            i -> {
              client
                  .resource(
                      new PodBuilder()
                          .withNewMetadata()
                          .withNamespace(namespace)
                          .withName("foreign-" + i)
                          .endMetadata()
                          .withSpec(pod())
                          .build())
                  .create();
              client
                  .resource(
                      new JobBuilder()
                          .withNewMetadata()
                          .withNamespace(namespace)
                          .withName("foreign-" + i)
                          .endMetadata()
                          .withNewSpec()
                          .withManagedBy(NOBODY)
                          .withNewTemplate()
                          .withSpec(pod())
                          .endTemplate()
                          .endSpec()
                          .build())
                  .create();
            });
  }

  private static PodSpec pod() {
    return new PodSpecBuilder()
        .withSchedulerName("nobody")
        .withRestartPolicy("Never")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("c")
        .withImage("i")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .build();
  }

  /** Objects of a class that are alive in a Java process, by its own count. */
  static long alive(ProcessHandle process, Class<?> of) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    // number: instances bytes class
    return said.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(cells -> cells.length >= 4 && cells[3].equals(of.getName()))
        .mapToLong(cells -> Long.parseLong(cells[1]))
        .sum();
  }
}
