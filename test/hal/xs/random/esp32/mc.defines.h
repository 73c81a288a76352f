/* In a build by the SDK: what the `defines` of the manifests come to. Here the compiler is told. */
#pragma once
