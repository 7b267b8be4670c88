"""The wire to LED tap pods: frames, messages, clocks and links, all without input or output, and the wires."""
