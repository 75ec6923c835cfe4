// The door of the native part: what JavaScript finds in the addon.
#include "handles.h"

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  selectivity::exportDispatcher(env, exports);
  selectivity::exportRuntime(env, exports);
  selectivity::exportPrecision(env, exports);
  selectivity::exportCuda(env, exports);
  return exports;
}

NODE_API_MODULE(selectivity_torch, initialise)
