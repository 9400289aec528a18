// The operations that TensorFlow gets: their inputs as plain rows, checked and worked on without it.
#include "descend.h"
#include "network.h"
#include "operation.h"

namespace oneshot {
namespace {

// What is changed in place is the caller's memory: a step has megabytes of it.
Row<float> writable(Row<const float> row) { return {const_cast<float*>(row.data), row.length}; }

void network(void*, TF_OpKernelContext* context) {
  guarded(context, "run a graph", [&] {
    Call call(context);
    const auto graph = call.input<const int32_t>(0);
    const auto weights = call.input(1), images = call.input(2);
    const auto labels = call.input<const int32_t>(3);
    const auto fixed = call.input(4), gradients = call.input(5);
    const NetworkInputs inputs{graph.row(),  weights.row(), images.row().data,        images.shape(),
                               labels.row(), fixed.row(),   writable(gradients.row())};
    const Graph checked = readGraph(inputs);
    const int64_t batch = inputs.imagesShape[0];
    const auto logits = call.output(0, {batch, checked.classes}), losses = call.output(1, {batch});
    const auto statistics = call.output(2, {checked.statisticsLength()});
    runNetwork(checked, inputs, {logits.row().data, losses.row().data, statistics.row().data});
  });
}

void forget(void*, TF_OpKernelContext* context) {
  guarded(context, "forget nodes", [&] {
    Call call(context);
    forgetNodes(call.input<const int32_t>(0).row());
    call.output(0, {0});
  });
}

void crew(void*, TF_OpKernelContext* context) {
  guarded(context, "join a crew", [&] {
    Call call(context);
    joinCrew(call.input<const int32_t>(0).row());
    call.output(0, {0});
  });
}

void descent(void*, TF_OpKernelContext* context) {
  guarded(context, "take a step", [&] {
    Call call(context);
    const auto weights = call.input(0), velocity = call.input(1), gradients = call.input(2);
    const auto segments = call.input<const int32_t>(3), uses = call.input<const int32_t>(4);
    const auto numbers = call.input<const int32_t>(5);
    *call.output(0, {1}).row().data = descend({writable(weights.row()), writable(velocity.row()), gradients.row(),
                                               segments.row(), uses.row(), numbers.row()});
  });
}

const Registration networkOperation("OneShotNetwork",
                                    {"graph: int32", "weights: float", "images: float", "labels: int32", "fixed: float",
                                     "gradients: float"},
                                    {"logits: float", "losses: float", "statistics: float"}, network);
const Registration forgetOperation("OneShotForget", {"numbers: int32"}, {"nothing: float"}, forget);
const Registration crewOperation("OneShotCrew", {"numbers: int32"}, {"nothing: float"}, crew);
const Registration descentOperation("OneShotDescend",
                                    {"weights: float", "velocity: float", "gradients: float", "segments: int32",
                                     "uses: int32", "numbers: int32"},
                                    {"norm: float"}, descent);

}  // namespace
}  // namespace oneshot
