"""Nothing is lost: journals, annotations, the store made from them, exports, rescoring."""
