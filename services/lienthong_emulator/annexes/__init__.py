"""The annexes of Regulation 1999/QCPH-BHXH-TCT: what tax and insurance send each other month by month."""
