#pragma once

namespace selectivity {

/// Makes libtorch take the memory of CPU tensors from blocks that are kept and used again. Once, before the first tensor.
void keepTensorMemory();

}  // namespace selectivity
