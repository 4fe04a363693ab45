"""The engines that run an exported graph: ONNX Runtime and OpenVINO, each imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

PACKAGES = {"onnx": "onnxruntime", "openvino": "openvino"}
"""The package of each engine; its extra of this project bears the engine's name."""


class Runtime(Protocol):
    """A graph that is ready to run."""

    def run(self, given: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[Any]]:
        """Its outputs by name; what it does not take of what is given is left out."""
        ...


def installed(backend: str) -> bool:
    """Whether an engine's package is there."""
    try:
        return find_spec(PACKAGES[backend]) is not None
    except ValueError:  # It was taken out of a running program.
        return False


def demand(backend: str) -> None:
    """See that an engine is there, without loading it.

    Raises:
        ModelError: it is not; the message has the command that installs it.
    """
    if not installed(backend):
        package = PACKAGES[backend]
        raise ModelError(
            f"KB_MODEL={backend}:… cần gói {package}, máy này chưa cài; hãy chạy: pip install {package} (không cần "
            f"mạng nếu có sẵn tệp .whl), hoặc bỏ “{backend}:” để chạy bằng torch"
        )


def open_runtime(backend: str, graph: Path) -> Runtime:
    """An engine with a graph.

    Raises:
        ModelError: the engine is not installed, or it cannot read the graph.
    """
    demand(backend)
    kinds: dict[str, Callable[[Path], Runtime]] = {"onnx": _Onnx, "openvino": _OpenVino}
    try:
        return kinds[backend](graph)
    except ImportError as error:
        package = PACKAGES[backend]
        raise ModelError(
            f"Gói {package} không chạy được trên máy này ({error}); hãy cài lại: pip install --force-reinstall {package}"
        ) from error
    except Exception as error:
        raise ModelError(
            f"{PACKAGES[backend]} không đọc được {graph} ({type(error).__name__}); hãy chép lại hoặc xuất lại mô hình"
        ) from error


class _Onnx:
    def __init__(self, graph: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._outputs = [one.name for one in self._session.get_outputs()]

    def run(self, given: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[Any]]:
        found = self._session.run(None, {name: array for name, array in given.items() if name in self._inputs})
        return dict(zip(self._outputs, found, strict=True))


class _OpenVino:
    def __init__(self, graph: Path) -> None:
        import openvino

        # Left to itself it may take half precision, and the same text would get another vector on another machine.
        self._model = openvino.Core().compile_model(str(graph), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        self._inputs = {name for one in self._model.inputs for name in one.names}
        self._outputs = [one.any_name for one in self._model.outputs]

    def run(self, given: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[Any]]:
        found = self._model({name: array for name, array in given.items() if name in self._inputs})
        return {name: np.asarray(found[place]) for place, name in enumerate(self._outputs)}
