// The door of the native part: what the addon exports to JavaScript.
#include "handles.h"

static Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  selectivity::exportDispatcher(env, exports);
  selectivity::exportRuntime(env, exports);
  selectivity::exportPrecision(env, exports);
  selectivity::exportCuda(env, exports);
  selectivity::exportKernels(env, exports);
  return exports;
}

NODE_API_MODULE(selectivity_torch, initialize)
