package io.cohortrun.workers.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CardsTest {

  @Test
  void uuidsAreWrittenAsTheDriversToolsWriteThem() {
    byte[] bytes = HexFormat.of().parseHex("5a1f0c3e9b7d42e18c60d2a4f6b81357");
    assertThat(CudaDriver.uuid(bytes)).isEqualTo("GPU-5a1f0c3e-9b7d-42e1-8c60-d2a4f6b81357");
  }

  @Test
  void theRuntimesNumberIsAVersion() {
    assertThat(CudaRuntime.version(12060)).isEqualTo("cu126");
    assertThat(CudaRuntime.version(11080)).isEqualTo("cu118");
  }

  @Test
  void aVariableReachesWhatIsStartedAfterIt() throws Exception {
    NativeEnvironment.set("COHORTRUN_TEST_VARIABLE", "yes");
    // Java hands its own copy on, the C library the one that was set.
    assertThat(getenv("COHORTRUN_TEST_VARIABLE")).isEqualTo("yes");
  }

  @SuppressWarnings("restricted")
  private static String getenv(String name) throws Exception {
    var linker = java.lang.foreign.Linker.nativeLinker();
    var address = java.lang.foreign.ValueLayout.ADDRESS;
    var getenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getenv"),
            java.lang.foreign.FunctionDescriptor.of(address, address));
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var found =
          (java.lang.foreign.MemorySegment) getenv.invokeWithArguments(arena.allocateFrom(name));
      return found.reinterpret(64).getString(0);
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
