"""Moving a company into Visma Administration: the plan, the files to hand over, and the proof afterwards.

Rule 1: nothing is dropped, cut or defaulted in silence; whatever differs afterwards is a change that was announced.
Rule 2: the source is read once, whole, and never written to; what is planned is what was read.
Rule 3: a block is lifted by curing it, or by naming its code with a reason that is kept.
"""
