// All kernels in one form: this file is compiled once for each set of instructions, with SELECTIVITY_FORM as its name, and
// only the table at its end can be seen from outside of the object file (scripts/build-native.js hides the rest, so that no
// template of the standard library is shared with code for older processors).
#include "bn_act_backward.h"
#include "bn_act_forward.h"
#include "crop.h"
#include "philox.h"
#ifdef __AVX2__
#include "winograd/backward_weights.h"
#include "winograd/convolve.h"
#endif

#define SELECTIVITY_TEXT_OF(name) #name
#define SELECTIVITY_TEXT(name) SELECTIVITY_TEXT_OF(name)
#define SELECTIVITY_JOIN_OF(a, b) a##b
#define SELECTIVITY_JOIN(a, b) SELECTIVITY_JOIN_OF(a, b)

namespace selectivity {
namespace {

template <typename Storage>
constexpr BnActKernels<Storage> bnActKernels{SELECTIVITY_FORM::bnActForward<Storage>, SELECTIVITY_FORM::bnActBackward<Storage>};

#ifdef __AVX2__
constexpr WinogradKernels winogradKernels{SELECTIVITY_FORM::winograd::forward, SELECTIVITY_FORM::winograd::backwardData,
                                          SELECTIVITY_FORM::winograd::backwardWeights};
#else
constexpr WinogradKernels winogradKernels{};
#endif

constexpr Kernels table{SELECTIVITY_TEXT(SELECTIVITY_FORM),
                        bnActKernels<float>,
                        bnActKernels<double>,
                        bnActKernels<BFloat16Bits>,
                        SELECTIVITY_FORM::gatherBatch,
                        SELECTIVITY_FORM::counterWords,
                        winogradKernels};

}  // namespace
}  // namespace selectivity

extern "C" const selectivity::Kernels* SELECTIVITY_JOIN(selectivity_kernels_, SELECTIVITY_FORM)() { return &selectivity::table; }
