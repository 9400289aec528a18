// How a kernel of ours meets TensorFlow: registration of an operation, and one call of it with its tensors as plain
// pointers. All tensors are float32, images are [batch, height, width, channels]; kernels run on the calling thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>

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
  explicit View(TF_Tensor* tensor) : tensor_(tensor), data_(static_cast<T*>(TF_TensorData(tensor))) {}
  T* data() const { return data_; }
  int64_t dim(int axis) const { return TF_Dim(tensor_.get(), axis); }
  int rank() const { return TF_NumDims(tensor_.get()); }
  int64_t size() const { return TF_TensorElementCount(tensor_.get()); }

 private:
  std::unique_ptr<TF_Tensor, TensorDeleter> tensor_;
  // Asked for once: kernels read it in their innermost loops.
  T* data_;
};

// One call of an operation.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  template <typename T = const float>
  View<T> input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_.get());
    return View<T>(tensor);
  }

  template <typename T = float>
  View<T> output(int index, const int64_t* shape, int rank, TF_DataType type = TF_FLOAT) {
    int64_t count = 1;
    for (int axis = 0; axis < rank; axis++) count *= shape[axis];
    return View<T>(TF_AllocateOutput(context_, index, type, shape, rank, count * sizeof(T), status_.get()));
  }

  // An output of the shape of a tensor.
  template <typename T = float, typename U>
  View<T> outputLike(int index, const View<U>& other, TF_DataType type = TF_FLOAT) {
    int64_t shape[8];
    for (int axis = 0; axis < other.rank(); axis++) shape[axis] = other.dim(axis);
    return output<T>(index, shape, other.rank(), type);
  }

  // A one-dimensional output.
  View<float> vector(int index, int64_t length) { return output(index, &length, 1); }

 private:
  TF_OpKernelContext* context_;
  std::unique_ptr<TF_Status, StatusDeleter> status_;
};

// Runs `work`; what it throws becomes the operation's error.
template <typename Work>
void guarded(TF_OpKernelContext* context, Work work) {
  try {
    work();
  } catch (const std::exception& error) {
    std::unique_ptr<TF_Status, StatusDeleter> status(TF_NewStatus());
    TF_SetStatus(status.get(), TF_INTERNAL, error.what());
    TF_OpKernelContext_Failure(context, status.get());
  }
}

// Registers `compute` as a CPU operation when the addon is loaded; TensorFlow finds it by name like any of its own.
class Registration {
 public:
  Registration(const char* name, std::initializer_list<const char*> inputs,
               std::initializer_list<const char*> outputs, void (*compute)(void*, TF_OpKernelContext*)) {
    std::unique_ptr<TF_Status, StatusDeleter> status(TF_NewStatus());
    TF_OpDefinitionBuilder* operation = TF_NewOpDefinitionBuilder(name);
    for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation, input);
    for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation, output);
    TF_RegisterOpDefinition(operation, status.get());
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", nullptr, compute, nullptr);
    TF_RegisterKernelBuilder(name, kernel, status.get());
  }
};

}  // namespace oneshot
