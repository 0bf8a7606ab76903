"""What the tests of documents share: sample documents, readers of the finished files, and checks of them."""
