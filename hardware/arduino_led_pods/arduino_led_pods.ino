// LED tap pods for reactdrill. Open this folder in the Arduino IDE, choose your board, upload.
// README.md says how to build the pods, PROTOCOL.md what goes over the wire.
#include "controller.h"

static pods::Controller controller;

void setup() { controller.begin(); }

void loop() { controller.step(); }
