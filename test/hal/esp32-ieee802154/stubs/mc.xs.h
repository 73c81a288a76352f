/* In a build by the SDK: the numbers of all property names. */
#pragma once

enum { xsID_onFrame = 1, xsID_onTransmitted, xsID_onEnergy };
