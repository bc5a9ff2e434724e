package io.cohortrun.workers.model.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Types of elements, all little-endian. */
public enum ElementType {
  FLOAT("FloatStorage", "F32", 4),
  HALF("HalfStorage", "F16", 2),
  BFLOAT16("BFloat16Storage", "BF16", 2),
  DOUBLE("DoubleStorage", "F64", 8),
  LONG("LongStorage", "I64", 8),
  INT("IntStorage", "I32", 4),
  SHORT("ShortStorage", "I16", 2),
  CHAR("CharStorage", "I8", 1),
  BYTE("ByteStorage", "U8", 1),
  BOOL("BoolStorage", "BOOL", 1);

  private final String torch;
  private final String safetensors;
  private final int bytes;

  ElementType(String torch, String safetensors, int bytes) {
    this.torch = torch;
    this.safetensors = safetensors;
    this.bytes = bytes;
  }

  /** By the name of PyTorch's storage class, {@code FloatStorage}. */
  static Optional<ElementType> ofTorch(String name) {
    return Arrays.stream(values()).filter(t -> t.torch.equals(name)).findFirst();
  }

  /** By its name in safetensors, {@code F32}. */
  static Optional<ElementType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(t -> t.safetensors.equals(name)).findFirst();
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether elements are real numbers: what a weight must be. */
  public boolean real() {
    return switch (this) {
      case FLOAT, HALF, BFLOAT16, DOUBLE -> true;
      case LONG, INT, SHORT, CHAR, BYTE, BOOL -> false;
    };
  }

  /** The element at {@code index}, exact but for integers beyond 2^53. */
  double value(ByteBuffer elements, int index) {
    int at = index * bytes;
    return switch (this) {
      case FLOAT -> elements.getFloat(at);
      case HALF -> Float.float16ToFloat(elements.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(elements.getShort(at) << 16);
      case DOUBLE -> elements.getDouble(at);
      case LONG -> elements.getLong(at);
      case INT -> elements.getInt(at);
      case SHORT -> elements.getShort(at);
      case CHAR -> elements.get(at);
      case BYTE, BOOL -> elements.get(at) & 0xFF;
    };
  }
}
