"""A model that was exported to ONNX or OpenVINO: the same vectors without torch, from a fraction of its memory.

Only the runtime and ``tokenizers`` are imported. What sentence-transformers does around the network (pooling, length one)
is done here, as the model's own files say; a model with another layer on top is refused and not run without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.pooling import POOLINGS, modes_of, pooled
from index.encoders.profiles import Profile, profile_of
from index.encoders.protocol import Vectors, Window
from index.encoders.runtimes import Runtime, demand, open_runtime
from index.encoders.transformer import prepared
from index.encoders.where import digest, here
from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_AT_ONCE = 16
_GRAPHS = {
    "onnx": ("onnx/model.onnx", "model.onnx"),
    "openvino": ("openvino/openvino_model.xml", "openvino_model.xml", "onnx/model.onnx", "model.onnx"),
}
"""Where exports lie in a model's folder; OpenVINO reads both kinds."""
_BESIDE = ("_data", ".data")
"""How the weights of a large ONNX file are named, after its own name."""
_SAID = ("tokenizer.json", "tokenizer_config.json", "modules.json", "sentence_bert_config.json")


class ExportedEncoder:
    """A model in a folder with an exported graph.

    Args:
        backend: ``onnx`` or ``openvino``.
        model: a folder, a name on the hub of which a copy is here, or the graph's own file in its folder.
        profile: how it wants its texts; looked up by the model's name when ``None``.
    """

    def __init__(self, backend: str, model: str, profile: Profile | None = None) -> None:
        self.name = f"{backend}:{model}"
        self._backend = backend
        demand(backend)
        self._folder, self._graph = _found(backend, model)
        self._profile = profile or profile_of(str(self._folder) if Path(model).is_file() else model)

    @property
    def window(self) -> Window:
        """How passages are cut."""
        return self._profile.window

    @property
    def segmented(self) -> bool:
        """Whether passages are to be given segmented."""
        return self._profile.segmented

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._encode(["."]).shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """Of the graph, its weights and the files around it, of the engine and of the profile."""
        graph = [self._graph, self._graph.with_suffix(".bin")]
        graph += [self._graph.with_name(self._graph.name + end) for end in _BESIDE]
        said = [self._folder / name for name in _SAID] + list(self._folder.glob("*_Pooling/config.json"))
        files = [path for path in (*graph, *said) if path.is_file()]
        return digest(self._folder, files, self._backend, repr(self._profile))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts as they stand; for a model that wants words they come segmented."""
        return self._encode([self._profile.passage + text for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """A question, segmented here where the model wants it."""
        vector: Vectors = self._encode([self._profile.query + prepared(text, self._profile)])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        # Texts of like length go together, so that little is padded.
        order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
        parts = [order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE)]
        made = np.concatenate([self._batch([encodings[place] for place in part]) for part in parts])
        vectors = np.empty_like(made)
        vectors[order] = made
        return vectors

    def _batch(self, encodings: Sequence[Encoding]) -> Vectors:
        longest = max(1, *(len(encoding.ids) for encoding in encodings))
        ids = np.full((len(encodings), longest), self._padding, dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = encoding.attention_mask
            types[row, : len(encoding.ids)] = encoding.type_ids
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return self._vectors_of(self._runtime.run(given), mask)

    def _vectors_of(self, found: Mapping[str, NDArray[Any]], mask: NDArray[np.int64]) -> Vectors:
        if "sentence_embedding" in found:  # The export holds everything, to the last layer.
            return found["sentence_embedding"].astype(np.float32)
        tokens = next((array for array in found.values() if array.ndim == 3), None)
        if tokens is None:
            raise self._error("tệp xuất ra không cho vectơ của từng từ")
        made = pooled(tokens, mask, self._pooling)
        if "Normalize" in self._modules:
            made = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
        return made.astype(np.float32)

    @cached_property
    def _runtime(self) -> Runtime:
        return open_runtime(self._backend, self._graph)

    @cached_property
    def _modules(self) -> tuple[str, ...]:
        """The layers of the model by sentence-transformers' names; a plain transformers model is pooled by the mean."""
        try:
            rows = json.loads((self._folder / "modules.json").read_text(encoding="utf-8"))
            names = tuple(str(row["type"]).rsplit(".", 1)[-1] for row in rows)
        except FileNotFoundError:
            return ("Transformer", "Pooling")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise self._error("không đọc được modules.json") from error
        if unknown := [name for name in names if name not in {"Transformer", "Pooling", "Normalize"}]:
            raise self._error(f"mô hình có tầng {unknown[0]} nằm ngoài tệp xuất ra")
        return names

    @cached_property
    def _pooling(self) -> tuple[str, ...]:
        path = next(iter(self._folder.glob("*_Pooling/config.json")), None)
        if path is None or "Pooling" not in self._modules:
            return ("mean",)
        modes = modes_of(json.loads(path.read_text(encoding="utf-8")))
        if unknown := [mode for mode in modes if mode not in POOLINGS]:
            raise self._error(f"chưa biết cách gộp vectơ {unknown[0]}")
        return modes

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        places = (self._folder / "tokenizer.json", self._graph.parent / "tokenizer.json")
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise self._error("thư mục không có tokenizer.json")
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max(self._longest, 1 + tokenizer.num_special_tokens_to_add(is_pair=False)))
        return tokenizer

    @cached_property
    def _longest(self) -> int:
        """Tokens that the model takes: the least of what its files and its profile say."""
        said = [
            _read(self._folder / "sentence_bert_config.json").get("max_seq_length"),
            _read(self._folder / "tokenizer_config.json").get("model_max_length"),
        ]
        return min([self._profile.tokens, *(int(number) for number in said if isinstance(number, int) and number > 0)])

    @cached_property
    def _padding(self) -> int:
        """What stands behind a short text; the mask hides it, but it has to be a token that there is."""
        named = _read(self._folder / "tokenizer_config.json").get("pad_token")
        token = named.get("content") if isinstance(named, dict) else named
        return self._tokenizer.token_to_id(str(token)) or 0

    def _error(self, why: str) -> ModelError:
        model = self.name.partition(":")[2]
        return ModelError(f"Không chạy được mô hình “{self.name}”: {why}; hãy đặt KB_MODEL={model} để chạy bằng torch")


def _found(backend: str, model: str) -> tuple[Path, Path]:
    """The folder of a model and the graph in it."""
    if Path(model).is_file():
        graph = Path(model).resolve()
        inside = graph.parent.name in _GRAPHS and (graph.parent.parent / "tokenizer.json").is_file()
        return (graph.parent.parent if inside else graph.parent), graph
    folder = here(model)
    if folder is None:
        raise ModelError(
            f"Không có mô hình “{model}” trên máy này (KB_MODEL={backend}:{model}); hãy chép thư mục mô hình về rồi nêu "
            "đường dẫn của nó, xem: kb models"
        )
    for name in _GRAPHS[backend]:
        if (folder / name).is_file():
            return folder, folder / name
    raise ModelError(
        f"Thư mục {folder} không có {_GRAPHS[backend][0]} (KB_MODEL={backend}:{model}); hãy xuất mô hình ra "
        f"{backend}, hoặc đặt KB_MODEL={model} để chạy bằng torch"
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
