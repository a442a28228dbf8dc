#!/usr/bin/env python3
"""Gives ONNX Runtime and CTranslate2 the weights of a folder in their own forms: MODEL OUT.

onnx/optimized.onnx is PyTorch's export with ONNX Runtime's own fusions for BERT, onnx/int8.onnx its
dynamic quantisation; ctranslate2/ holds the weights for CTranslate2, which quantises as it loads.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from ctranslate2.converters import TransformersConverter
from onnx import TensorProto
from onnxruntime.quantization import quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from transformers import BertModel


class Rows(torch.nn.Module):
    """The last layer's rows alone."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.model(ids, attention_mask=mask, token_type_ids=types).last_hidden_state


def export(folder: str, out: Path) -> None:
    model = BertModel.from_pretrained(folder, attn_implementation="eager").eval()
    ids = torch.tensor([[101, 2023, 102], [101, 2003, 102]])
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        Rows(model), (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(out),
        input_names=names, output_names=["last_hidden_state"], dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip


def main() -> None:
    folder, place = sys.argv[1], Path(sys.argv[2])
    onnx = place / "onnx"
    onnx.mkdir(parents=True, exist_ok=True)
    export(folder, onnx / "model.onnx")
    model = optimize_model(str(onnx / "model.onnx"), "bert", num_heads=12, hidden_size=384)
    model.save_model_to_file(str(onnx / "optimized.onnx"))
    # It does not know what ONNX Runtime's own operators give.
    quantize_dynamic(str(onnx / "optimized.onnx"), str(onnx / "int8.onnx"),
                     extra_options={"DefaultTensorType": TensorProto.FLOAT})  # fmt: skip
    TransformersConverter(folder).convert(str(place / "ctranslate2"), force=True)


if __name__ == "__main__":
    main()
