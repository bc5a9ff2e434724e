package io.cohortrun.workers.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipOutputStream;

/**
 * Casts tensors to the type of another one. DJL knows no bfloat16: it hands such tensors on, and
 * can neither make nor read them. So a module of one line does it inside libtorch.
 */
final class Casting implements AutoCloseable {

  private static final String CODE =
      """
      class Cast(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Cast,
            x: Tensor,
            like: Tensor) -> Tensor:
          return torch.type_as(x, like)
      """;

  /** Cast(training=False), in protocol 2. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\nCast\nq\u0000)\u0081}(X\u0008\u0000\u0000\u0000trainingq\u0001\u0089ubq\u0002.";

  /** An empty tuple. */
  private static final String NOTHING = "\u0080\u0002).";

  private final Model module;
  private final ParameterStore none = new ParameterStore();

  private Casting(Model module) {
    this.module = module;
  }

  static Casting load(Engine engine, Device device) throws IOException, MalformedModelException {
    Model module = engine.newModel("cast", device);
    module.load(new ByteArrayInputStream(archive()));
    return new Casting(module);
  }

  private static byte[] archive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      put(out, "data.pkl", OBJECT);
      put(out, "code/__torch__.py", CODE);
      put(out, "constants.pkl", NOTHING);
      put(out, "version", "3\n");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream out, String name, String text) throws IOException {
    StoredZip.put(out, "cast/" + name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** {@code x} in the type of {@code like}, in {@code manager}. */
  NDArray cast(NDManager manager, NDArray x, NDArray like) {
    NDList out = module.getBlock().forward(none, new NDList(x, like), false);
    out.attach(manager);
    return out.singletonOrThrow();
  }

  @Override
  public void close() {
    module.close();
  }
}
