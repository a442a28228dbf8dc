"""gensim's KeyedVectors and Word2Vec, by firth: `from firth.gensim import Word2Vec`.

Names, arguments and defaults are gensim's; docs/python.md lists what differs.
"""

from firth._gensim_word2vec import Word2Vec
from firth._keyed_vectors import KeyedVectors

__all__ = ["KeyedVectors", "Word2Vec"]
