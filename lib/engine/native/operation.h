// How a kernel of ours meets TensorFlow: registration of an operation, and one call of it with its tensors as plain
// pointers. All tensors are float32, images are [batch, height, width, channels]; kernels run on the calling thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "check.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace oneshot {

struct TensorDeleter {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
struct StatusDeleter {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};

// A tensor of the call; it lives as long as this object.
template <typename T>
class View {
 public:
  explicit View(TF_Tensor* tensor) : tensor_(tensor) {}
  Row<T> row() const { return {static_cast<T*>(TF_TensorData(tensor_.get())), TF_TensorElementCount(tensor_.get())}; }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> sides(TF_NumDims(tensor_.get()));
    for (size_t axis = 0; axis < sides.size(); axis++) sides[axis] = TF_Dim(tensor_.get(), axis);
    return sides;
  }

 private:
  std::unique_ptr<TF_Tensor, TensorDeleter> tensor_;
};

// One call of an operation.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  template <typename T = const float>
  View<T> input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_.get());
    check();
    return View<T>(tensor);
  }

  View<float> output(int index, const std::vector<int64_t>& shape) {
    int64_t bytes = sizeof(float);
    for (const int64_t side : shape) bytes *= side;
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), shape.size(), bytes, status_.get());
    check();
    return View<float>(tensor);
  }

 private:
  void check() const {
    if (TF_GetCode(status_.get()) != TF_OK) throw std::runtime_error(TF_Message(status_.get()));
  }

  TF_OpKernelContext* context_;
  std::unique_ptr<TF_Status, StatusDeleter> status_;
};

// Runs `work`; what it throws becomes the operation's error, since TensorFlow calls it from C. `action` is what cannot
// be done then.
template <typename Work>
void guarded(TF_OpKernelContext* context, const char* action, Work work) {
  const auto fail = [&](TF_Code code, const char* why) {
    std::unique_ptr<TF_Status, StatusDeleter> status(TF_NewStatus());
    TF_SetStatus(status.get(), code, (std::string("Cannot ") + action + ": " + why).c_str());
    TF_OpKernelContext_Failure(context, status.get());
  };
  try {
    work();
  } catch (const std::invalid_argument& error) {
    fail(TF_INVALID_ARGUMENT, error.what());
  } catch (const std::bad_alloc&) {
    fail(TF_RESOURCE_EXHAUSTED, "there is not enough memory");
  } catch (const std::exception& error) {
    fail(TF_INTERNAL, error.what());
  }
}

// Registers `compute` as a CPU operation when the addon is loaded; TensorFlow finds it by name like any of its own.
class Registration {
 public:
  Registration(const char* name, std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs,
               void (*compute)(void*, TF_OpKernelContext*)) {
    std::unique_ptr<TF_Status, StatusDeleter> status(TF_NewStatus());
    TF_OpDefinitionBuilder* operation = TF_NewOpDefinitionBuilder(name);
    for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation, input);
    for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation, output);
    TF_RegisterOpDefinition(operation, status.get());
    if (TF_GetCode(status.get()) == TF_OK) {
      TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", nullptr, compute, nullptr);
      TF_RegisterKernelBuilder(name, kernel, status.get());
    }
    // The addon is being loaded: nobody could catch an exception.
    if (TF_GetCode(status.get()) != TF_OK) {
      std::fprintf(stderr, "Cannot register the operation %s: %s\n", name, TF_Message(status.get()));
    }
  }
};

}  // namespace oneshot
