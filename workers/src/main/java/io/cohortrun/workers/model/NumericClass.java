package io.cohortrun.workers.model;

/**
 * Within one class, any order, sharding or resume gives the same bytes.
 *
 * @param device {@code cpu-avx2}, {@code cpu-avx512}, {@code cuda-sm_90}, ...
 * @param libtorch version
 * @param precision profile
 * @param batch batch policy, e.g. {@code 1}
 */
public record NumericClass(String device, String libtorch, String precision, String batch) {}
