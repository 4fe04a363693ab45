from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import generation
from index.encoders import Encoder, Window, open_encoder
from index.search import Index
from index.types import Passage

TEXTS = {
    "gsat": ("Giám sát và phản biện xã hội theo Quyết định số 217-QĐ/TW của Bộ Chính trị", "Giám_sát và phản_biện xã_hội theo Quyết_định số 217-QĐ/TW của Bộ_Chính_trị"),
    "ct18": ("Triển khai Chỉ thị 18-CT/TW ngày 08/3/2023 về an toàn giao thông", "Triển_khai Chỉ_thị 18-CT/TW ngày 08/3/2023 về an_toàn giao_thông"),
    "ct118": ("Triển khai Chỉ thị 118-CT/TW ngày 18/3/2023 về phòng cháy", "Triển_khai Chỉ_thị 118-CT/TW ngày 18/3/2023 về phòng cháy"),
    "ketnap": ("Phấn đấu kết nạp 24.500 đoàn viên công đoàn, đạt 98% trở lên", "Phấn_đấu kết_nạp 24.500 đoàn_viên công_đoàn , đạt 98% trở_lên"),
    "nucong": ("Chăm lo nữ công nhân nuôi con nhỏ tại các khu công nghiệp", "Chăm_lo nữ công_nhân nuôi con nhỏ tại các khu công_nghiệp"),
    "dan": ("Xây dựng mô hình dân vận khéo ở cơ sở", "Xây_dựng mô_hình dân_vận khéo ở cơ_sở"),
}  # fmt: skip


def passages_of(texts: dict[str, tuple[str, str]]) -> list[Passage]:
    return [
        Passage(name, f"doc-{name}", 0, len(text), text, context="Kế hoạch công tác", words=words)
        for name, (text, words) in texts.items()
    ]


class Toy:
    """An encoder without a model: every text gets a vector of its own."""

    def __init__(self, name: str = "toy", dimension: int = 8, window: Window | None = None) -> None:
        self.name = name
        self.dimension = dimension
        self.window = window or Window(20, 10)
        self.segmented = False
        self.fingerprint = f"{name}-1"
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
        return np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)


@pytest.fixture
def passages() -> list[Passage]:
    return passages_of(TEXTS)


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture(scope="session")
def static() -> Encoder:
    return open_encoder("static")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, static: Encoder) -> Index:
    home: Path = tmp_path_factory.mktemp("index")
    generation.build(passages_of(TEXTS), static, home)
    return Index.open(home, model="static")
