"""Small transformer models, made and trained on the spot: a few layers, a vocabulary of the texts at hand, seconds of training."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Pairs = Sequence[tuple[str, str]]
SPECIAL = {
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
BATCH = 32


@contextmanager
def _one_thread() -> Iterator[None]:
    """More than one wait for each other longer than so small a model computes."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@_one_thread()
def encoder(folder: Path, pairs: Pairs, *, dimension: int = 48, steps: int = 60, pooling: str = "mean") -> Path:
    """A sentence-transformers model that has learnt which two texts belong together.

    Args:
        folder: where it is saved.
        pairs: texts as the model is to see them.
        dimension: of its vectors.
        steps: of training; 0 leaves it as it was drawn.
        pooling: how vectors of tokens become one.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(7)
    base = _base(folder, pairs, dimension, BertModel)
    layers = Transformer(str(base))
    model = SentenceTransformer(modules=[layers, Pooling(dimension, pooling)], device="cpu")
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3)
    chance = random.Random(7)
    model.train()
    for _ in range(steps):
        batch = chance.sample(list(pairs), min(BATCH, len(pairs)))
        one, other = (_embedded(model, [pair[side] for pair in batch]) for side in (0, 1))
        # Of all second texts of the batch, each first text is to be nearest to its own.
        loss = torch.nn.functional.cross_entropy(one @ other.T * 20, torch.arange(len(batch)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()
    model.save(str(folder))
    return folder


@_one_thread()
def cross_encoder(folder: Path, pairs: Pairs, *, steps: int = 80) -> Path:
    """A cross-encoder that has learnt to tell whether two texts belong together."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    torch.manual_seed(7)
    model = CrossEncoder(str(_base(folder, pairs, 48, BertForSequenceClassification)), device="cpu")
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    chance = random.Random(7)
    model.train()
    for _ in range(steps):
        right = chance.sample(list(pairs), min(BATCH // 2, len(pairs)))
        wrong = [(one[0], chance.choice([other[1] for other in pairs if other[0] != one[0]])) for one in right]
        features = model.tokenizer([*right, *wrong], padding=True, truncation=True, max_length=64, return_tensors="pt")
        wanted = torch.tensor([1.0] * len(right) + [0.0] * len(wrong))
        found = model.model(**features).logits[:, 0]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(found, wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()
    model.save(str(folder))
    return folder


def export(folder: Path) -> Path:
    """Put ``onnx/model.onnx`` into a model's folder, as exports on the hub lie there."""
    import torch
    from transformers import AutoModel

    network = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    class LastLayer(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            given = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
            return self.network(**given).last_hidden_state

    inputs, outputs = ["input_ids", "attention_mask", "token_type_ids"], ["last_hidden_state"]
    ids = torch.tensor([[2, 5, 6, 3], [2, 5, 3, 0]])
    graph = folder / "onnx" / "model.onnx"
    graph.parent.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            LastLayer(),
            (ids, (ids > 0).long(), torch.zeros_like(ids)),
            str(graph),
            dynamo=False,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in (*inputs, *outputs)},
            opset_version=17,
        )
    return graph


def _base(folder: Path, pairs: Pairs, dimension: int, kind: Any) -> Path:
    """A drawn BERT with the words of the texts, saved beside the model's folder."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, PreTrainedTokenizerFast

    counts = Counter(word for pair in pairs for text in pair for word in text.lower().split())
    names = [*SPECIAL.values(), *(word for word, _ in counts.most_common(4000))]
    tokenizer = Tokenizer(models.WordLevel({name: place for place, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    base = folder.with_name(f"{folder.name}-base")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **SPECIAL).save_pretrained(base)
    config = BertConfig(
        vocab_size=len(names),
        hidden_size=dimension,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * dimension,
        max_position_embeddings=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.1,
        num_labels=1,
    )
    kind(config).save_pretrained(base)
    return base


def _embedded(model: Any, texts: Sequence[str]) -> Any:
    import torch

    return torch.nn.functional.normalize(model(model.tokenize(list(texts)))["sentence_embedding"], dim=1)
